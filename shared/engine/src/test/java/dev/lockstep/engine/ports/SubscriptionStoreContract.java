package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKFLOW;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.memory.SequentialIds;
import dev.lockstep.engine.webhook.EventFilter;
import dev.lockstep.engine.webhook.SigningGeneration;
import dev.lockstep.engine.webhook.Subscription;
import dev.lockstep.engine.webhook.SubscriptionKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of subscriptions must do. */
public abstract class SubscriptionStoreContract {
    private static final String URL = "https://hooks.example.com/a?b=c";

    private final Ids ids = new SequentialIds();

    protected abstract SubscriptionStore subscriptions();

    private Subscription added(Workspace workspace, Subscription.Spec spec) {
        Subscription subscription = new Subscription(
                new SubscriptionKey(workspace, "sub-" + ids.ulid()),
                spec,
                NOW,
                "key-1",
                SigningGeneration.FIRST,
                Optional.empty(),
                Optional.empty(),
                1);
        assertThat(subscriptions().add(subscription)).isTrue();
        return subscription;
    }

    private Subscription added(Workspace workspace) {
        return added(workspace, new Subscription.Spec(URL, EventFilter.ALL, Optional.empty(), Optional.empty()));
    }

    @Test
    void all_that_a_subscription_has_is_found_as_it_was_written() {
        Subscription added = added(
                WORKSPACE,
                new Subscription.Spec(
                        URL,
                        new EventFilter(List.of("step.*", "execution.failed")),
                        Optional.of(WORKFLOW),
                        Optional.of("für die Buchhaltung")));
        Subscription changed = new Subscription(
                added.key(),
                added.spec(),
                added.createdAt(),
                added.createdBy(),
                new SigningGeneration(3, Optional.of(LATER)),
                Optional.of(NOW),
                Optional.of(new Subscription.Disabled(LATER, "gone")),
                added.revision());

        assertThat(subscriptions().find(added.key())).contains(added);
        assertThat(subscriptions().write(changed)).contains(changed.written());
        assertThat(subscriptions().find(added.key())).contains(changed.written());
    }

    @Test
    void of_two_writes_on_one_revision_the_first_counts() {
        Subscription added = added(WORKSPACE);

        assertThat(subscriptions().write(added)).isPresent();
        assertThat(subscriptions().write(added)).isEmpty();
    }

    @Test
    void what_is_there_is_not_added_again() {
        Subscription added = added(WORKSPACE);

        assertThat(subscriptions().add(added)).isFalse();
    }

    @Test
    void a_workspace_has_its_own_and_no_others() {
        Workspace mine = new Workspace("mine-" + ids.ulid());
        Subscription first = added(mine);
        Subscription second = added(mine);
        added(OTHER_WORKSPACE);

        assertThat(subscriptions().all(mine)).containsExactlyInAnyOrder(first, second);
        assertThat(subscriptions()
                        .list(mine, new PageRequest(20, Optional.empty()))
                        .items())
                .containsExactly(second, first);
        Page<Subscription> page = subscriptions().list(mine, new PageRequest(1, Optional.empty()));
        assertThat(subscriptions().list(mine, new PageRequest(1, page.next())).items())
                .containsExactly(first);
        assertThat(subscriptions()
                        .find(new SubscriptionKey(OTHER_WORKSPACE, first.key().id())))
                .isEmpty();
    }

    @Test
    void what_is_deleted_is_gone_and_deleted_once() {
        Subscription added = added(WORKSPACE);

        assertThat(subscriptions().delete(added.key())).isTrue();
        assertThat(subscriptions().delete(added.key())).isFalse();
        assertThat(subscriptions().find(added.key())).isEmpty();
        assertThat(subscriptions().write(added)).isEmpty();
    }

    @Test
    void a_key_that_is_no_id_names_nothing() {
        assertThat(subscriptions().find(new SubscriptionKey(WORKSPACE, "a#b"))).isEmpty();
        assertThat(subscriptions().delete(new SubscriptionKey(WORKSPACE, ""))).isFalse();
    }

    @Test
    void of_two_rotations_at_once_one_counts() {
        Workspace mine = new Workspace("rotating-" + ids.ulid());
        SigningGeneration second = new SigningGeneration(2, Optional.of(LATER));
        SigningGeneration third = new SigningGeneration(3, Optional.empty());

        assertThat(subscriptions().signing(mine)).isEqualTo(SigningGeneration.FIRST);
        assertThat(subscriptions().writeSigning(mine, second)).isTrue();
        assertThat(subscriptions().writeSigning(mine, second)).isFalse();
        assertThat(subscriptions().signing(mine)).isEqualTo(second);
        assertThat(subscriptions().writeSigning(mine, third)).isTrue();
        assertThat(subscriptions().signing(mine)).isEqualTo(third);
        assertThat(subscriptions().all(mine)).isEmpty();
    }
}
