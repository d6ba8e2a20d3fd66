package dev.lockstep.adapters.dynamodb;

/** The answer to every write is lost once. All that holds without must hold with it. */
class DynamoStoresWithLostAnswersTest extends DynamoContracts {
    DynamoStoresWithLostAnswersTest() {
        super(WrappedClient.losingAnswers(EmbeddedDynamoDb.CLIENT), EmbeddedDynamoDb.CLIENT);
    }
}
