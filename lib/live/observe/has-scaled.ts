import { ObservedActivity } from './observation';

/** Whether an activity set another capacity: one that failed, was refused or set bounds did not. */
export function hasScaled(activity: ObservedActivity): activity is ObservedActivity & { readonly toCapacity: number } {
  return activity.status !== 'NotScaled' && activity.status !== 'Failed' && activity.toCapacity !== undefined;
}
