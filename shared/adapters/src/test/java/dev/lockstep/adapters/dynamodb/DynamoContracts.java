package dev.lockstep.adapters.dynamodb;

import dev.lockstep.engine.execution.ExecutionId;
import dev.lockstep.engine.ports.ApiKeyStore;
import dev.lockstep.engine.ports.ApiKeyStoreContract;
import dev.lockstep.engine.ports.Audiences;
import dev.lockstep.engine.ports.BulkStore;
import dev.lockstep.engine.ports.BulkStoreContract;
import dev.lockstep.engine.ports.BulkWakes;
import dev.lockstep.engine.ports.ComponentStore;
import dev.lockstep.engine.ports.ComponentStoreContract;
import dev.lockstep.engine.ports.ConnectionStore;
import dev.lockstep.engine.ports.ConnectionStoreContract;
import dev.lockstep.engine.ports.DeadLetterStore;
import dev.lockstep.engine.ports.DeadLetterStoreContract;
import dev.lockstep.engine.ports.DeliveryStore;
import dev.lockstep.engine.ports.DeliveryStoreContract;
import dev.lockstep.engine.ports.ExecutionList;
import dev.lockstep.engine.ports.ExecutionListContract;
import dev.lockstep.engine.ports.ExecutionRemoval;
import dev.lockstep.engine.ports.ExecutionRemovalContract;
import dev.lockstep.engine.ports.ExecutionStore;
import dev.lockstep.engine.ports.ExecutionStoreContract;
import dev.lockstep.engine.ports.IdempotencyStore;
import dev.lockstep.engine.ports.IdempotencyStoreContract;
import dev.lockstep.engine.ports.PollRecords;
import dev.lockstep.engine.ports.PollRecordsContract;
import dev.lockstep.engine.ports.Remains;
import dev.lockstep.engine.ports.RemainsContract;
import dev.lockstep.engine.ports.ScheduleStore;
import dev.lockstep.engine.ports.ScheduleStoreContract;
import dev.lockstep.engine.ports.ScheduleWakes;
import dev.lockstep.engine.ports.SigningKeys;
import dev.lockstep.engine.ports.SigningKeysContract;
import dev.lockstep.engine.ports.StageRunStore;
import dev.lockstep.engine.ports.StageRunStoreContract;
import dev.lockstep.engine.ports.SubscriptionStore;
import dev.lockstep.engine.ports.SubscriptionStoreContract;
import dev.lockstep.engine.ports.TaskLogs;
import dev.lockstep.engine.ports.TaskLogsContract;
import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.TaskPlacesContract;
import dev.lockstep.engine.ports.Wakes;
import dev.lockstep.engine.ports.WakesContract;
import dev.lockstep.engine.ports.WatchStore;
import dev.lockstep.engine.ports.WatchStoreContract;
import dev.lockstep.engine.ports.WorkflowStore;
import dev.lockstep.engine.ports.WorkflowStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** All contracts of the stores, for one client; each test has a table of its own. */
abstract class DynamoContracts {
    static final Duration RETENTION = Duration.ofDays(30);

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client what the stores under test use
     * @param maker what makes the table
     */
    DynamoContracts(DynamoDbClient client, DynamoDbClient maker) {
        this.client = client;
        this.table = TestTable.create(maker);
    }

    String table() {
        return table;
    }

    @Nested
    class Executions extends ExecutionStoreContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, RETENTION);
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
    class ExecutionLists extends ExecutionListContract {
        @Override
        protected ExecutionList list() {
            return new DynamoExecutionList(client, table);
        }

        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, RETENTION);
        }
    }

    @Nested
    class StageRuns extends StageRunStoreContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, RETENTION);
        }

        @Override
        protected StageRunStore runs() {
            return new DynamoStageRunStore(client, table);
        }
    }

    @Nested
    class WakeIndex extends WakesContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, RETENTION);
        }

        @Override
        protected Wakes wakes() {
            return new DynamoWakes(client, table);
        }
    }

    @Nested
    class Workflows extends WorkflowStoreContract {
        @Override
        protected WorkflowStore workflows() {
            return new DynamoWorkflowStore(client, table);
        }
    }

    @Nested
    class ApiKeys extends ApiKeyStoreContract {
        @Override
        protected ApiKeyStore keys() {
            return new DynamoApiKeyStore(client, table);
        }
    }

    @Nested
    class TheSigningKey extends SigningKeysContract {
        @Override
        protected SigningKeys keys() {
            return new DynamoSigningKeys(client, table);
        }
    }

    @Nested
    class IdempotencyKeys extends IdempotencyStoreContract {
        @Override
        protected IdempotencyStore idempotency() {
            return new DynamoIdempotencyStore(client, table);
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

    @Nested
    class DeadLetters extends DeadLetterStoreContract {
        @Override
        protected DeadLetterStore letters() {
            return new DynamoDeadLetterStore(client, table);
        }
    }

    @Nested
    class Bulks extends BulkStoreContract {
        @Override
        protected BulkStore bulks() {
            return new DynamoBulkStore(client, table);
        }

        @Override
        protected BulkWakes wakes() {
            return new DynamoBulkWakes(client, table);
        }
    }

    @Nested
    class WhatIsLeft extends RemainsContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, RETENTION);
        }

        @Override
        protected StageRunStore runs() {
            return new DynamoStageRunStore(client, table);
        }

        @Override
        protected Remains remains() {
            return new DynamoRemains(client, table);
        }

        @Override
        protected void expire(ExecutionId id) {
            client.deleteItem(request -> request.tableName(table).key(Keys.execution(id)));
        }
    }

    @Nested
    class Removals extends ExecutionRemovalContract {
        @Override
        protected ExecutionStore executions() {
            return new DynamoExecutionStore(client, table, RETENTION);
        }

        @Override
        protected ExecutionRemoval removal() {
            return new DynamoExecutionRemoval(client, table);
        }
    }

    @Nested
    class WorkersLogs extends TaskLogsContract {
        @Override
        protected TaskLogs logs() {
            return new DynamoTaskLogs(client, table);
        }
    }

    @Nested
    class Places extends TaskPlacesContract {
        @Override
        protected TaskPlaces places() {
            return new DynamoTaskPlaces(client, table);
        }
    }

    @Nested
    class Polls extends PollRecordsContract {
        @Override
        protected PollRecords polls() {
            return new DynamoPollRecords(client, table);
        }
    }

    @Nested
    class Components extends ComponentStoreContract {
        @Override
        protected ComponentStore components() {
            return new DynamoComponentStore(client, table);
        }
    }

    @Nested
    class Subscriptions extends SubscriptionStoreContract {
        @Override
        protected SubscriptionStore subscriptions() {
            return new DynamoSubscriptionStore(client, table);
        }
    }

    @Nested
    class Watches extends WatchStoreContract {
        @Override
        protected WatchStore watches() {
            return new DynamoWatchStore(client, table);
        }
    }

    @Nested
    class Deliveries extends DeliveryStoreContract {
        @Override
        protected DeliveryStore deliveries() {
            return new DynamoDeliveryStore(client, table);
        }
    }

    @Nested
    class Connections extends ConnectionStoreContract {
        @Override
        protected ConnectionStore connections() {
            return new DynamoConnectionStore(client, table);
        }

        @Override
        protected Audiences audiences() {
            return new DynamoAudiences(client, table);
        }
    }
}
