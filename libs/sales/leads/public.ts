export { Lead } from './lead.js';
