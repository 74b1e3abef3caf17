export * from './routing';
export * from './instance-options';
export * from './managed-instance-scaling';
export * from './metrics-options';
export * from './data-capture';
export * from './production-variant';
export * from './endpoint';
