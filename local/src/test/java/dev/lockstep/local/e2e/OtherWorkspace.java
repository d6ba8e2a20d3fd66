package dev.lockstep.local.e2e;

import dev.lockstep.adapters.UlidIds;
import dev.lockstep.adapters.dynamodb.DynamoApiKeyStore;
import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.usecases.ApiKeys;
import dev.lockstep.engine.usecases.Caller;
import dev.lockstep.local.stack.LocalStack;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** The admin of another workspace. No call makes a key for one, so this one is put into the store. */
final class OtherWorkspace {
    private OtherWorkspace() {}

    static Api admin(LocalStack stack) {
        ApiKeys keys = new ApiKeys(
                new DynamoApiKeyStore(stack.dynamoDb(), stack.tableName("Table")),
                new UlidIds(),
                InstantSource.system());
        Caller caller = new Caller(new Workspace("elsewhere"), "key-test", Set.of("admin"));
        return Api.of(stack)
                .withKey(keys.create(caller, "test", Set.of("admin"), Optional.empty())
                        .secret());
    }
}
