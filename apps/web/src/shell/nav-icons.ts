import {
  Activity, Bell, Box, Briefcase, Building2, CalendarDays, CircleDollarSign, ClipboardList, Contact, CreditCard, FileText, Filter, Flag, Goal, Handshake, KeyRound, Layers, ListChecks, type LucideIcon, Mail, MapPin, Megaphone, MessageSquare, Package, Percent, Phone, Receipt, Repeat, ScrollText, Shield, StickyNote, Tag, Target, Ticket, Trophy, UserPlus, UserRound, Users, UsersRound, Wallet, Webhook, Workflow, Zap,
} from 'lucide-react';

/** The icons that declarations may name; each one here is one that is loaded. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  activity: Activity, bell: Bell, box: Box, briefcase: Briefcase, 'building-2': Building2, building: Building2, calendar: CalendarDays, 'calendar-days': CalendarDays, 'circle-dollar-sign': CircleDollarSign, 'clipboard-list': ClipboardList, contact: Contact, 'credit-card': CreditCard, 'file-text': FileText, filter: Filter, flag: Flag, goal: Goal, handshake: Handshake, key: KeyRound, 'key-round': KeyRound, layers: Layers, 'list-checks': ListChecks, mail: Mail, 'map-pin': MapPin, megaphone: Megaphone, 'message-square': MessageSquare, package: Package, percent: Percent, phone: Phone, receipt: Receipt, repeat: Repeat, scroll: ScrollText, 'scroll-text': ScrollText, shield: Shield, 'sticky-note': StickyNote, note: StickyNote, tag: Tag, target: Target, ticket: Ticket, trophy: Trophy, 'user-plus': UserPlus, user: UserRound, person: UserRound, users: Users, 'users-round': UsersRound, wallet: Wallet, webhook: Webhook, workflow: Workflow, zap: Zap,
};

export function iconNamed(name: string | undefined): LucideIcon {
  return ICONS[name ?? ''] ?? Box;
}
