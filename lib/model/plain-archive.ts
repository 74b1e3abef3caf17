import { ModelDataConfig } from './model-data';

/** Whether data is one archive that a URL says everything about: no license to accept, no hub to go through. */
export function isPlainArchive(data: ModelDataConfig): boolean {
  return data.s3Uri !== undefined && data.compressed === true && data.acceptEula === undefined && data.hubContentArn === undefined;
}
