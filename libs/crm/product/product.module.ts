import { FeatureModule } from '#platform/modules/feature-module.js';
import { PriceBook } from './price-book.js';
import { PriceFinder } from './price-finder.js';
import { Price } from './price.js';
import { PricesController } from './prices.controller.js';
import { ProductRules } from './product-rules.js';
import { Product } from './product.js';
import { TaxRate } from './tax-rate.js';

/** What is sold, at which price and with which tax. */
@FeatureModule({ product: 'sales', resources: [TaxRate, Product, PriceBook, Price], controllers: [PricesController], providers: [ProductRules, PriceFinder], exports: [PriceFinder] })
export class ProductModule {}
