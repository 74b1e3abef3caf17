let environment: NodeJS.ProcessEnv;

/** An environment in which the SDK finds nothing of this machine and gets nowhere out of it, but for what is given. */
export function isolateAws(given: Readonly<Record<string, string>> = {}): void {
  environment = process.env;
  process.env = {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_'))),
    AWS_CONFIG_FILE: '/no/such',
    AWS_SHARED_CREDENTIALS_FILE: '/no/such',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    ...given,
  };
}

/** As it was before. */
export function restoreAws(): void {
  process.env = environment;
}

/** Nobody's. */
export const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
