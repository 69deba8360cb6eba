import {
  Activity, ArrowLeftRight, AtSign, Bell, Box, Boxes, Briefcase, Building2, CalendarCheck, CalendarDays, ChartPie, CircleDollarSign, CircleX, ClipboardCheck, ClipboardList, Contact, CreditCard, FileText, Filter, Flag, Gauge, GitCommitHorizontal, Goal, Handshake, History, KeyRound, Layers, List, ListChecks, ListPlus, type LucideIcon, Mail, MailPlus, MailX, MapPin, Megaphone, MessageSquare, MessagesSquare, Milestone, Package, Palmtree, Percent, Phone, Receipt, Repeat, ScrollText, Shield, ShieldCheck, Shuffle, StickyNote, Swords, Tag, Target, Ticket, Trophy, UserPlus, UserRound, Users, UserSearch, UsersRound, Wallet, Webhook, Workflow, Zap,
} from 'lucide-react';

/** The icons that declarations may name; each one here is one that is loaded. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  activity: Activity, 'arrow-left-right': ArrowLeftRight, 'at-sign': AtSign, bell: Bell, box: Box, boxes: Boxes, briefcase: Briefcase, 'building-2': Building2, building: Building2, 'calendar-check': CalendarCheck, 'calendar-days': CalendarDays, calendar: CalendarDays, 'circle-dollar-sign': CircleDollarSign, 'circle-x': CircleX, 'clipboard-check': ClipboardCheck, 'clipboard-list': ClipboardList, contact: Contact, 'credit-card': CreditCard, 'file-text': FileText, filter: Filter, flag: Flag, gauge: Gauge, 'git-commit-horizontal': GitCommitHorizontal, goal: Goal, handshake: Handshake, history: History, 'key-round': KeyRound, key: KeyRound, layers: Layers, list: List, 'list-checks': ListChecks, 'list-plus': ListPlus, 'mail-plus': MailPlus, 'mail-x': MailX, mail: Mail, 'map-pin': MapPin, megaphone: Megaphone, 'message-square': MessageSquare, 'messages-square': MessagesSquare, milestone: Milestone, note: StickyNote, package: Package, palmtree: Palmtree, percent: Percent, person: UserRound, phone: Phone, 'pie-chart': ChartPie, receipt: Receipt, repeat: Repeat, 'scroll-text': ScrollText, scroll: ScrollText, 'shield-check': ShieldCheck, shield: Shield, shuffle: Shuffle, 'sticky-note': StickyNote, swords: Swords, tag: Tag, target: Target, ticket: Ticket, trophy: Trophy, 'user-plus': UserPlus, 'user-search': UserSearch, user: UserRound, 'users-round': UsersRound, users: Users, wallet: Wallet, webhook: Webhook, workflow: Workflow, zap: Zap,
};

export function iconNamed(name: string | undefined): LucideIcon {
  return ICONS[name ?? ''] ?? Box;
}
