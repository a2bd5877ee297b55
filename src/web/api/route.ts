/**
 * An API call, declared once: its schemas check the request, describe it in OpenAPI and type its handler.
 * To add a call, add it to a file of `routes/`.
 */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Account, Role } from '../../identity/account';
import type { ErrorCode } from '../errors';
import type { WebServices } from '../services';

/** Calls that have a body. */
export const hasBody = (method: string): boolean => ['post', 'put', 'patch'].includes(method);

export interface RouteCall<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly account: Account;
  readonly services: WebServices;
  readonly request: Request;
  readonly response: Response;
  /** Of a call with an `Idempotency-Key`: the same when it is sent again. */
  readonly origin?: string;
}

/** The body of a call that has none: nothing, or an empty object. */
export const noBody = z.strictObject({}).optional();

export interface RouteSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Result extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** OpenAPI path below /api/v1, `/tasks/{key}`. */
  readonly path: string;
  readonly operationId: string;
  /** French, one line. */
  readonly summary: string;
  readonly tag: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** 204 has no result. */
  readonly status: 200 | 201 | 204;
  /** `file`: the handler writes the response itself. */
  readonly result: Result | 'file' | null;
  /** Who may call it; absent: every signed-in account (rights on things are checked inside). */
  readonly roles?: readonly Role[];
  /** What 202 means, where the call may answer before it is done. */
  readonly accepted?: string;
  /** Error codes that are particular to this call. */
  readonly errors?: readonly ErrorCode[];
  /** Accepts `Idempotency-Key`. */
  readonly idempotent?: boolean;
  /** Also accepts files as multipart/form-data; `files`: documents, and nothing else. */
  readonly multipart?: true | 'files';
  handle(
    call: RouteCall<z.output<Params>, z.output<Query>, z.output<Body>>,
  ): Promise<z.input<Result> | undefined>;
}

export type AnyRoute = RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

const nothing = z.object({});
type Nothing = typeof nothing;

type Defaulted = 'params' | 'query' | 'body' | 'status';

/** Fills what a call does not have: no parameters, no query, no body, answer 200. */
export function defineRoute<
  Result extends z.ZodType,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = typeof noBody,
>(
  spec: Omit<RouteSpec<Params, Query, Body, Result>, Defaulted> &
    Partial<Pick<RouteSpec<Params, Query, Body, Result>, Defaulted>>,
): AnyRoute {
  const filled = { params: nothing, query: nothing, body: noBody, status: 200, ...spec };
  return filled as unknown as AnyRoute;
}
