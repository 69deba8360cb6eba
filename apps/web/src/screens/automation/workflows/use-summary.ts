import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition, Json } from '../../../api/records.js';
import { durationText } from '../../../kernel/fields/format.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { useNouns } from '../../../kernel/nouns.js';
import type { Part, Step } from './graph.js';

/** A step in one line, for the box that stands for it. */
export function useSummary() {
  const { t } = useTranslation();
  const { byName } = useNouns();
  const writing = useWriting();
  return useMemo(() => {
    const noun = (name: Json | undefined) => byName.get(String(name))?.label ?? String(name ?? '');
    const text = (value: Json | undefined) => (typeof value === 'string' ? value : typeof value === 'object' && value !== null && 'from' in value ? `{ ${String(value['from'])} }` : '');
    return {
      ofTrigger: (trigger: Part): string => {
        if (trigger.kind === 'schedule') return trigger['cron'] ? String(trigger['cron']) : t('workflow.every', { count: Number(trigger['everyMinutes'] ?? 60) });
        const on = Array.isArray(trigger['on']) ? trigger['on'].map((each) => t(`workflow.on.${String(each)}` as 'workflow.on.created')).join(', ') : '';
        return [noun(trigger['noun']), on, trigger['fact']].filter(Boolean).join(' · ');
      },
      ofStep: (step: Step): string => {
        switch (step.do) {
          case 'condition': return fieldsOf(step['where'] as Condition | undefined).join(', ');
          case 'wait': return step['seconds'] ? durationText(Number(step['seconds']), writing) : text(step['until']) || String(step['workingMinutes'] ?? '');
          case 'wait-for': return String(step['event'] ?? '');
          case 'create': case 'find': return noun(step['noun']);
          case 'update': return Object.keys((step['values'] as object | undefined) ?? {}).join(', ');
          case 'notify': return text(step['title']);
          case 'mail': return text(step['subject']) || text(step['to']);
          case 'http': return text(step['url']);
          case 'act': return String(step['verb'] ?? '');
          case 'assign': return t(`workflow.by.${step['by'] === 'load' ? 'load' : 'turns'}`);
          case 'loop': return String(step['over'] ?? '');
          default: return step.key;
        }
      },
    };
  }, [byName, t, writing]);
}

function fieldsOf(condition: Condition | undefined): string[] {
  if (!condition) return [];
  if ('field' in condition) return [`${condition.field} ${condition.operator}${condition.value === undefined ? '' : ` ${String(condition.value)}`}`];
  if ('not' in condition) return fieldsOf(condition.not);
  return ('and' in condition ? condition.and : condition.or).flatMap(fieldsOf);
}
