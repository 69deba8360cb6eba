import { factWords } from '#platform/audit/fact-words.js';

factWords({
  'quote.approval-asked': '{actor} asked for approval',
  'quote.approved': '{actor} approved the quote',
  'quote.approval-refused': '{actor} did not approve the quote',
  'quote.issued': '{actor} issued the quote',
  'quote.sent': '{actor} sent the quote to the customer',
  'quote.revised': '{actor} began another version of the quote',
  'quote.superseded': 'Another version took the place of the quote',
  'quote.voided': '{actor} voided the quote',
  'quote.accepted': 'The customer accepted the quote',
  'quote.declined': 'The customer declined the quote',
  'quote.expired': 'The quote was not accepted in time',
  'quote.repriced': '{actor} applied another price book',
  'quote.converted': '{actor} made an order of the quote',
});
