import { ProductionVariantInferenceAmiVersion } from '@aws-sdk/client-sagemaker';
import { InferenceAmiVersion } from '../../lib/model';

test('there is one constant for every version that the API knows', () => {
  // WHEN
  const names = Object.values(InferenceAmiVersion)
    .filter((version) => version instanceof InferenceAmiVersion)
    .map((version) => version.name);

  // THEN
  expect(names.sort()).toEqual(Object.values(ProductionVariantInferenceAmiVersion).sort());
});

test('a version without a constant is taken by its name', () => {
  expect(InferenceAmiVersion.of('al2023-ami-sagemaker-inference-gpu-5-1').name).toBe('al2023-ami-sagemaker-inference-gpu-5-1');
});

test('fails when the name is no name', () => {
  expect(() => InferenceAmiVersion.of('gpu 4')).toThrow(
    "[InferenceAmiVersion.of] name: got 'gpu 4', expected the name of a version, without spaces.",
  );
});
