/** The public client's scenarios hold on a real Zeebe, so the embedded engine may be held to them. */
import { describeSdkScenarios } from '../clients/camunda8-sdk-scenarios';
import { openZeebe } from './open-zeebe';

jest.setTimeout(150_000);

describeSdkScenarios('a real Zeebe', openZeebe);
