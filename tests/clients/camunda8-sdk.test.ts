import { openEmbedded } from '../gateway/embedded';
import { describeSdkScenarios } from './camunda8-sdk-scenarios';

jest.setTimeout(180_000);

describeSdkScenarios('the embedded engine', openEmbedded);
