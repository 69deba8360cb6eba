import { Module } from '@nestjs/common';
import { SearchRoutes } from './search.routes.js';

/** The search over everything. */
@Module({ controllers: [SearchRoutes] })
export class SearchModule {}
