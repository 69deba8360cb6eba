import { DiscoveryModule } from '@nestjs/core';
import { NotificationsModule } from '#platform/notifications/notifications.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { ActivityAttendee } from './activity/activity-attendee.js';
import { ActivityRules } from './activity/activity-rules.js';
import { ActivitySeries } from './activity/activity-series.js';
import { Activity } from './activity/activity.js';
import { AgendaController } from './activity/agenda.controller.js';
import { Attendees } from './activity/attendees.js';
import { CompleteActivity } from './activity/complete-activity.js';
import { ExtendSeries } from './activity/extend-series.work.js';
import { ActivityReminders, RemindOfActivity } from './activity/reminders.js';
import { ChangeSeries, EndSeries, RepeatActivity } from './activity/series-verbs.js';
import { SeriesKeeper } from './activity/series.js';
import { MergedPoints } from './address/merged-points.js';
import { AddressRules } from './address/address-rules.js';
import { Address } from './address/address.js';
import { ContactPointRules } from './address/contact-point-rules.js';
import { ContactPoint } from './address/contact-point.js';
import { BookableResource } from './booking/bookable-resource.js';
import { BookingRules } from './booking/booking-rules.js';
import { Booking } from './booking/booking.js';
import { CalendarFeed } from './calendar/calendar-feed.js';
import { CalendarsController } from './calendar/calendars.controller.js';
import { Calendars } from './calendar/calendars.js';
import { CarryOver } from './carry-over/carry-over.js';
import { CommunicationParty } from './communication/communication-party.js';
import { CommunicationRules } from './communication/communication-rules.js';
import { Communication } from './communication/communication.js';
import { CompaniesController } from './company/companies.controller.js';
import { CompanyRules } from './company/company-rules.js';
import { CompanyTree } from './company/company-tree.js';
import { CompanyTies } from './company/company-ties.js';
import { Company } from './company/company.js';
import { ConsentRules } from './consent/consent-rules.js';
import { Consent } from './consent/consent.js';
import { Consents } from './consent/consents.js';
import { AffiliationRules } from './contact/affiliation-rules.js';
import { Affiliation } from './contact/affiliation.js';
import { Contact } from './contact/contact.js';
import { MergePreview } from './merge/merge-preview.js';
import { MergeSuccession } from './merge/merge-succession.js';
import { MergeCompanies, MergeContacts, MergeRules } from './merge/merge-verbs.js';
import { MergedRecord } from './merge/merged-record.js';
import { MergesController } from './merge/merges.controller.js';
import { Merging } from './merge/merging.js';
import { Versions } from './merge/versions.js';
import { NoteRules } from './note/note-rules.js';
import { Note } from './note/note.js';
import { RestoreLinks } from './restore/restore-links.js';
import { Segment, SegmentEntry } from './segment/segment.js';
import { SegmentsController } from './segment/segments.controller.js';
import { Segments } from './segment/segments.js';

/** Nouns that all domains share. */
@FeatureModule({
  product: 'sales',
  imports: [DiscoveryModule, NotificationsModule],
  resources: [Company, Contact, Affiliation, Address, ContactPoint, Segment, SegmentEntry, Activity, ActivitySeries, ActivityAttendee, BookableResource, Booking, CalendarFeed, Note, Communication, CommunicationParty, Consent, MergedRecord],
  actions: [CompleteActivity, RepeatActivity, ChangeSeries, EndSeries, MergeCompanies, MergeContacts],
  controllers: [CompaniesController, MergesController, AgendaController, CalendarsController, SegmentsController],
  providers: [
    CompanyTies, CompanyRules, AffiliationRules, AddressRules, ContactPointRules, RestoreLinks, Segments,
    ActivityRules, ActivityReminders, RemindOfActivity, Attendees, SeriesKeeper, ExtendSeries, BookingRules, Calendars,
    NoteRules, CommunicationRules, ConsentRules, Consents, CarryOver,
    Merging, MergeRules, MergePreview, MergeSuccession, MergedPoints, CompanyTree, Versions,
  ],
  exports: [CompanyTies, Consents, CarryOver, Merging, Segments],
  firstSteps: [
    { key: 'first-company', say: 'Enter a company that you work with', noun: Company },
    { key: 'first-contact', say: 'Enter somebody you talk to', noun: Contact },
  ],
})
export class CrmModule {}
