/** Lets no call through whose caller is unknown. */
import {
  ServerInterceptingCall,
  ServerListenerBuilder,
  ResponderBuilder,
  status,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import type { Logger } from '../kit/logger';
import { UnknownCallerError, type Callers } from './callers';

export interface AuthenticationOptions {
  readonly callers: Callers;
  /** A caller that showed a certificate of the right authority needs nothing else. */
  readonly certificateSuffices: boolean;
  readonly logger: Logger;
}

export function authentication(options: AuthenticationOptions): ServerInterceptor {
  const { callers, certificateSuffices, logger } = options;
  return (method, call) => {
    const refuse = (error: unknown): void => {
      if (error instanceof UnknownCallerError) {
        logger.warn(
          { rpc: method.path, peer: call.getPeer(), reason: error.message },
          'unknown caller refused',
        );
        call.sendStatus({ code: status.UNAUTHENTICATED, details: error.message });
        return;
      }
      logger.error({ err: error, rpc: method.path }, 'the caller could not be identified');
      call.sendStatus({
        code: status.UNAVAILABLE,
        details: 'Expected to identify the caller, but its issuer does not answer; see the log',
      });
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        if (certificateSuffices && call.getAuthContext().sslPeerCertificate !== undefined) {
          next(metadata);
          return;
        }
        const [header] = metadata.get('authorization');
        callers.identify(header?.toString()).then(() => next(metadata), refuse);
      })
      .build();
    return new ServerInterceptingCall(
      call,
      new ResponderBuilder().withStart((next) => next(listener)).build(),
    );
  };
}
