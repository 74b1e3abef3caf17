export * from './inference-ami-version';
export * from './inference-image';
export * from './model-data';
export * from './network-options';
export * from './model';
