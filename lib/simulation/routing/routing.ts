/** How SageMaker chooses among the instances or copies in service: its RANDOM and LEAST_OUTSTANDING_REQUESTS. */
export type RoutingStrategy = 'random' | 'leastOutstanding';
