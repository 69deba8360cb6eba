import { Bell, CalendarClock, CircleDot, CirclePlay, Clock, FilePen, FilePlus, GitBranch, Globe, Hourglass, Mail, Repeat, Search, Split, UserCheck, Workflow, Zap, type LucideIcon } from 'lucide-react';

export const STEP_ICONS: Readonly<Record<string, LucideIcon>> = {
  condition: Split, branch: GitBranch, loop: Repeat, wait: Clock, 'wait-for': Hourglass, create: FilePlus, update: FilePen, find: Search, act: Zap, assign: UserCheck, notify: Bell, mail: Mail, http: Globe, workflow: Workflow,
};

export const TRIGGER_ICONS: Readonly<Record<string, LucideIcon>> = { record: CircleDot, fact: Zap, schedule: CalendarClock, button: CirclePlay, workflow: Workflow };
