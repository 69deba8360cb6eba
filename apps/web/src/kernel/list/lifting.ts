import { KeyboardSensor, pointerWithin, PointerSensor, rectIntersection, TouchSensor, useSensor, useSensors, type CollisionDetection, type KeyboardCoordinateGetter } from '@dnd-kit/core';

/** One place in another, such as a card in a column: what the pointer means is the nearest. Keys have no pointer. */
export const underThePointer: CollisionDetection = (given) => (given.pointerCoordinates ? pointerWithin(given) : rectIntersection(given));

/** Lifted by the pointer, by a finger that rests, or by Space; a click stays a click. */
export function useLifting(byKeys: KeyboardCoordinateGetter) {
  return useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: byKeys, keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] } }),
  );
}
