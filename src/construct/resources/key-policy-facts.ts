import type { KeyPolicyFacts, ServiceProducer } from '../../key-policy/render/facts';
import type { Settings } from '../settings';

/** Who was let in by a `grant…` method, beside those the props name. */
export interface Granted {
  readonly producers: ReadonlySet<string>;
  readonly readers: ReadonlySet<string>;
  readonly redrivers: ReadonlySet<string>;
  readonly services: readonly ServiceProducer[];
}

/** Gathers what the key policy depends on: settings and grants, and nothing that a deployment makes. */
export function keyPolicyFacts(settings: Settings, granted: Granted): KeyPolicyFacts {
  const { names } = settings;
  return {
    ...settings,
    sidPrefix: names.sidPrefix,
    account: names.account,
    partition: names.partition,
    region: names.region,
    queueArn: names.queueArn,
    deadLetterQueueArn: names.deadLetterQueueArn,
    tableName: names.tableName,
    writerRoleArn: names.writerRoleArn,
    policyManagerRoleArn: settings.keyPolicyManagement.way === 'render' ? undefined : names.policyManagerRoleArn,
    producerRoleArns: [...settings.producerRoleArns, ...granted.producers],
    readerRoleArns: [...settings.readerRoleArns, ...granted.readers],
    redriverRoleArns: [...settings.redriverRoleArns, ...granted.redrivers],
    serviceProducers: granted.services,
  };
}
