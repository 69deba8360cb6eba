import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { count, flag, list, object, orNull, text, uuid } from '#platform/docs/parts.js';
import { MergePreview, type Preview } from './merge-preview.js';
import { MergeInput } from './merging.js';

const MERGED = ['company', 'contact', 'lead'];

const VALUE = { description: 'As the record says it.' };
const FIELD = object({ field: text(80), label: text(120), from: { ...orNull(uuid), description: 'Whose value it is; null where those of all are put together.' }, value: VALUE, differs: flag, changes: flag, values: { type: 'object', maxProperties: 11, description: 'By id, what each says.' } });
const PREVIEW = object({ fields: list(FIELD, 500), moves: { type: 'object', maxProperties: 200, description: 'By noun, how many records would go along, of those that you see.', additionalProperties: count() } });

@ApiTags('sales')
@Controller('sales/merge-previews')
@InOrganization()
export class MergesController {
  constructor(private readonly preview: MergePreview) {}

  @Post(':noun/:id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tell what merging would do', description: 'Which values the record that stays would have, where the records differ, and what would go along. Changes nothing.' })
  @ApiParam({ name: 'noun', description: 'What they are.', schema: { type: 'string', enum: MERGED } })
  @ApiParam({ name: 'id', description: 'The id of the record that stays.', schema: uuid })
  @ApiExtension('x-permission', { resource: 'company', action: 'read' })
  @ApiOkResponse({ description: 'What would become of them.', schema: PREVIEW as never })
  async tell(@Param('noun') noun: string, @Param('id') id: string, @Body() input: MergeInput): Promise<Preview> {
    if (!MERGED.includes(noun)) throw new NotFound();
    return this.preview.of(noun, id, input);
  }
}
