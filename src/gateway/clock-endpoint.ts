/** `/actuator/clock`: reads and moves the engine's clock, with the requests and answers of Zeebe's. */
import type { EngineClock } from '../kit/clock';
import express, { type Response, type Router } from 'express';
import { z } from 'zod';

const millis = z.number().int().nullish();
const pinRequest = z.object({ epochMilli: millis });
const addRequest = z.object({ offsetMilli: millis });

export const ACTUATOR_TYPE = 'application/vnd.spring-boot.actuator.v3+json';

/** As Java prints an instant: no fraction when there is none. */
function instantOf(epochMilli: number): string {
  return new Date(epochMilli).toISOString().replace('.000Z', 'Z');
}

export function clockRouter(clock: EngineClock): Router {
  const router = express.Router();

  function tell(response: Response): void {
    const epochMilli = clock.now();
    response.type(ACTUATOR_TYPE).send(JSON.stringify({ epochMilli, instant: instantOf(epochMilli) }));
  }

  function refuse(response: Response, text: string): void {
    response.status(400).type(ACTUATOR_TYPE).send(text);
  }

  router.get('/', (_request, response) => tell(response));
  router.delete('/', (_request, response) => {
    clock.reset();
    tell(response);
  });
  router.post('/pin', (request, response) => {
    const { epochMilli } = pinRequest.parse(request.body ?? {});
    if (epochMilli == null) {
      return refuse(response, 'Expected pin the clock to the given `epochMilli`, but none given');
    }
    clock.pin(epochMilli);
    tell(response);
  });
  router.post('/add', (request, response) => {
    const { offsetMilli } = addRequest.parse(request.body ?? {});
    if (offsetMilli == null) {
      return refuse(response, 'Expected to add `offsetMilli` to the clock, but none given');
    }
    clock.add(offsetMilli);
    tell(response);
  });
  router.post('/:operation', (request, response) =>
    refuse(
      response,
      `Expected to either \`pin\` or \`add\` to the clock, but no operation named \`${request.params.operation}\` is known; make sure you wrote the correct path`,
    ),
  );
  return router;
}
