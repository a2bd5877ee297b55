import type { EngineStatus } from '../../engine/api';
import { PARTITION_ID } from '../request';

/** The version whose protocol and behaviour the embedded engine has. */
const VERSION = '8.6.0';

/** A standby follows; an engine that failed leads, dead, so that clients see why nothing moves. */
const PARTITION = {
  STARTING: { role: 'INACTIVE', health: 'UNHEALTHY' },
  STANDBY: { role: 'FOLLOWER', health: 'HEALTHY' },
  PROCESSING: { role: 'LEADER', health: 'HEALTHY' },
  RECOVERING: { role: 'INACTIVE', health: 'UNHEALTHY' },
  STOPPED: { role: 'INACTIVE', health: 'UNHEALTHY' },
  FAILED: { role: 'LEADER', health: 'DEAD' },
} as const satisfies Record<EngineStatus['state'], object>;

export function topologyReply(address: { host: string; port: number }, state: EngineStatus['state']): object {
  const partitions = [{ partitionId: PARTITION_ID, ...PARTITION[state] }];
  return {
    brokers: [{ nodeId: 0, ...address, partitions, version: VERSION }],
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: VERSION,
  };
}
