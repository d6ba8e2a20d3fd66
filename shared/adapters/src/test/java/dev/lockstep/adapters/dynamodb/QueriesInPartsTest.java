package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.ExecutionListContract;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.ExecutionStoreContract;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleStoreContract;
import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StageRunStoreContract;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WakesContract;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A query is answered in many small parts, which is to make no difference. */
class QueriesInPartsTest {
    private final DynamoDbClient client = WrappedClient.answeringInParts(EmbeddedDynamoDb.CLIENT);
    private final String table = TestTable.create(EmbeddedDynamoDb.CLIENT);

    @Nested
    class Executions extends ExecutionStoreContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, DynamoContracts.RETENTION);
        }

        @Override
        protected StageRunStore runs() {
            return new DynamoStageRunStore(client, table);
        }

        @Override
        protected Wakes wakes() {
            return new DynamoWakes(client, table);
        }
    }

    @Nested
    class StageRuns extends StageRunStoreContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, DynamoContracts.RETENTION);
        }

        @Override
        protected StageRunStore runs() {
            return new DynamoStageRunStore(client, table);
        }
    }

    @Nested
    class ExecutionLists extends ExecutionListContract {
        @Override
        protected ExecutionList list() {
            return new DynamoExecutionList(client, table);
        }

        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, DynamoContracts.RETENTION);
        }
    }

    @Nested
    class WakeIndex extends WakesContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, DynamoContracts.RETENTION);
        }

        @Override
        protected Wakes wakes() {
            return new DynamoWakes(client, table);
        }
    }

    @Nested
    class Schedules extends ScheduleStoreContract {
        @Override
        protected ScheduleStore schedules() {
            return new DynamoScheduleStore(client, table);
        }

        @Override
        protected ScheduleWakes wakes() {
            return new DynamoScheduleWakes(client, table);
        }
    }
}
