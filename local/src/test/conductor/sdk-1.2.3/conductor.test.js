import * as sdk from '@io-orkes/conductor-javascript';
import {suite} from '../suite/index.js';

suite(sdk);
