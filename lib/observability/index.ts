export * from './monitoring-props';
export * from './alarm-options';
export * from './recommended-alarms';
export * from './inference-dashboard';
