import type { Noun } from '../../../api/meta.js';
import type { Condition, Json } from '../../../api/records.js';
import { FilterBar } from '../../../kernel/list/FilterBar.js';
import { conditionOf, groupFrom, type Group } from '../../../kernel/list/view.js';
import { useState } from 'react';

/** A condition, in the words of list filters. */
export function ConditionInput({ noun, value, onChange }: { noun: Noun | undefined; value: Json | undefined; onChange: (value: Json | undefined) => void }) {
  const [group, setGroup] = useState<Group | null>(() => groupFrom(value as Condition | undefined));
  if (!noun) return null;
  if (!group) return <code dir="ltr" style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(value)}</code>;
  return <FilterBar noun={noun} group={group} onChange={(next) => { setGroup(next); onChange(conditionOf(next) as Json | undefined); }} />;
}
