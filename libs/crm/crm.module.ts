import { DiscoveryModule } from '@nestjs/core';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { Activity } from './activity/activity.js';
import { ActivityRules } from './activity/activity-rules.js';
import { ActivitySeries } from './activity/activity-series.js';
import { CompleteActivity } from './activity/complete-activity.js';
import { CarryOver } from './carry-over/carry-over.js';
import { Communication } from './communication/communication.js';
import { CommunicationParty } from './communication/communication-party.js';
import { CommunicationRules } from './communication/communication-rules.js';
import { CompaniesController } from './company/companies.controller.js';
import { Company } from './company/company.js';
import { CompanyRules } from './company/company-rules.js';
import { CompanyTies } from './company/company-ties.js';
import { Consent } from './consent/consent.js';
import { ConsentRules } from './consent/consent-rules.js';
import { Consents } from './consent/consents.js';
import { Contact } from './contact/contact.js';
import { Note } from './note/note.js';
import { NoteRules } from './note/note-rules.js';

/** Nouns that all domains share. */
@FeatureModule({
  product: 'sales',
  imports: [DiscoveryModule],
  resources: [Company, Contact, Activity, ActivitySeries, Note, Communication, CommunicationParty, Consent],
  actions: [CompleteActivity],
  controllers: [CompaniesController],
  providers: [CompanyTies, CompanyRules, ActivityRules, NoteRules, CommunicationRules, ConsentRules, Consents, CarryOver],
  exports: [CompanyTies, Consents, CarryOver],
  firstSteps: [
    { key: 'first-company', say: 'Enter a company that you work with', noun: Company },
    { key: 'first-contact', say: 'Enter somebody you talk to', noun: Contact },
  ],
})
export class CrmModule {}
