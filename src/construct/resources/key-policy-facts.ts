import type { KeyPolicyFacts } from '../../key-policy/render/facts';
import type { Granted } from '../grants/granted';
import type { Settings } from '../settings';

/** Gathers what the key policy depends on: settings and grants, and nothing that a deployment makes. */
export function keyPolicyFacts(settings: Settings, granted: Granted): KeyPolicyFacts {
  const { names } = settings;
  return {
    ...settings,
    sidPrefix: names.sidPrefix,
    ...names.arns,
    partition: names.partition,
    writerRoleArn: names.writerRoleArn,
    policyManagerRoleArn: settings.keyPolicyManagement.way === 'render' ? undefined : names.policyManagerRoleArn,
    producerRoleArns: [...settings.producerRoleArns, ...granted.named('send')],
    readerRoleArns: [...settings.readerRoleArns, ...granted.named('read')],
    redriverRoleArns: [...settings.redriverRoleArns, ...granted.named('redrive')],
    serviceProducers: granted.services,
    grantedSenders: granted.byCondition('send'),
    grantedReaders: granted.byCondition('read'),
    grantedRedrivers: granted.byCondition('redrive'),
  };
}
