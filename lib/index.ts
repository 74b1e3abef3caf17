export * from './model';
export * from './hardware';
export * from './scaling';
export * from './endpoint';
export * from './real-time-endpoint';
