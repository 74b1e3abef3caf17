import { Construct } from 'constructs';
import { checkKind } from '../private/checks';
import { InferenceImage } from './inference-image';
import { ModelData } from './model-data';

/** Refuses an image that is only its name, and data that are only their place. */
export function checkParts(
  where: Construct,
  { image, modelData }: { readonly image?: InferenceImage; readonly modelData?: ModelData },
): void {
  const images = 'Write InferenceImage.vllm(), for example, or InferenceImage.fromEcrRepository(…) for one of your own.';
  checkKind(where, 'image', image, { method: 'bind', allowed: 'an InferenceImage', wayOut: images });
  const data = "Write ModelData.fromS3Prefix(bucket, 'my-model/'), for example, or ModelData.fromHuggingFaceHub(…).";
  checkKind(where, 'modelData', modelData, { method: 'bind', allowed: 'a ModelData', wayOut: data });
}
