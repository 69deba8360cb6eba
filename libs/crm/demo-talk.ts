import type { ACTIVITY_KINDS } from './activity/activity.js';
import type { CHANNELS } from './communication/communication.js';

/** What people of the demo world talked about with whom they sell to. */
export const TALKS: readonly { channel: keyof typeof CHANNELS; title: string; body: string }[] = [
  { channel: 'call', title: 'First call', body: 'They are looking for somebody who also takes care of calibration. Budget is set for the coming quarter.' },
  { channel: 'call', title: 'Asked about delivery times', body: 'Six weeks are fine for them, eight are not. Promised to ask production.' },
  { channel: 'call', title: 'Complaint about an invoice', body: 'The purchase number is missing on it. Accounting sends a corrected one.' },
  { channel: 'mail', title: 'Documents for the tender', body: 'Data sheets, certificates and the declaration of conformity, in both languages.' },
  { channel: 'mail', title: 'Thanks for the visit', body: 'They liked the demonstration, and ask whether the display can be turned by ninety degrees.' },
  { channel: 'mail', title: 'Question about the service contract', body: 'Does it include travel? They compare three offers.' },
  { channel: 'meeting', title: 'Walk through the plant', body: 'Saw both lines. The older one has no room for the large housing: offer the compact one.' },
  { channel: 'meeting', title: 'Review of the pilot', body: 'Four weeks without a fault. The plant manager wants to go on, the purchasing department wants a discount.' },
  { channel: 'message', title: 'Short question about spare parts', body: 'Seals of the 2019 series are still in stock.' },
];

export const TO_DO: readonly { kind: keyof typeof ACTIVITY_KINDS; title: string; location: string | null; minutes: number | null }[] = [
  { kind: 'call', title: 'Ask what has become of the offer', location: null, minutes: 15 },
  { kind: 'call', title: 'Settle the date of delivery', location: null, minutes: 15 },
  { kind: 'call', title: 'Follow up on the newsletter', location: null, minutes: 10 },
  { kind: 'meeting', title: 'Show the new controller', location: 'At their plant', minutes: 90 },
  { kind: 'meeting', title: 'Talk about the year ahead', location: 'Conference room', minutes: 60 },
  { kind: 'appointment', title: 'Take the line into service', location: 'At their plant', minutes: 240 },
  { kind: 'task', title: 'Write the offer', location: null, minutes: null },
  { kind: 'task', title: 'Send the data sheets', location: null, minutes: null },
  { kind: 'task', title: 'Check the terms of payment', location: null, minutes: null },
  { kind: 'task', title: 'Prepare the visit', location: null, minutes: null },
];

export const NOTES: readonly string[] = [
  '<p>Best reached <strong>before nine</strong>, never on Fridays.</p>',
  '<p>Decides together with the head of production:</p><ul><li>wants references from the same industry</li><li>cares more about service than about the price</li></ul>',
  '<p>Their framework contract with the present supplier ends in spring.</p>',
  '<p>Met at the trade fair. Knows our sensors from the company before.</p>',
  '<p>Needs every document in duplicate, and <em>with the purchase number</em>.</p>',
  '<p>On parental leave until autumn; the assistant answers in the meantime.</p>',
  '<p>Moves to the new building in summer: ask for the address of delivery again.</p>',
];
