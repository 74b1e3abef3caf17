export * from './model';
export * from './hardware';
export * from './scaling';
export * from './endpoint';
export * from './inference-component';
export * from './observability';
export * from './real-time-endpoint';
export * from './inference-component-endpoint';
