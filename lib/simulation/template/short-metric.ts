/** `ConcurrentRequestsPerModel` rather than `SageMakerVariantConcurrentRequestsPerModelHighResolution`. */
export function shortMetric(metric: string): string {
  return metric.replace(/^SageMaker(Variant|InferenceComponent)/, '').replace(/HighResolution$/, '');
}
