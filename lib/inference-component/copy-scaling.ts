import { CapacityBounds, ScaleOnCopyRequestsProps } from '../scaling';

/**
 * How the copies of a component scale.
 *
 * With `minCapacity: 0` they scale down to none, and wake up on the first request that finds none.
 */
export interface CopyScaling extends CapacityBounds, ScaleOnCopyRequestsProps {}
