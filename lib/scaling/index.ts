export * from './capacity-bounds';
export * from './target-tracking-policy';
export * from './step-policy';
export * from './concurrency-steps';
export * from './invocation-safeguard';
export * from './policy-set';
export * from './scalable-capacity';
export * from './scalable-instance-count';
