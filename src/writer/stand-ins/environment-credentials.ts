/** Stands in for the SDK's default chain of credential providers: Lambda puts credentials into the environment. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
