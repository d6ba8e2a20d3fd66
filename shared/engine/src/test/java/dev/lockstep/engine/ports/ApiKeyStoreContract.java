package dev.lockstep.engine.ports;

import static dev.lockstep.engine.ports.Samples.LATER;
import static dev.lockstep.engine.ports.Samples.NOW;
import static dev.lockstep.engine.ports.Samples.OTHER_WORKSPACE;
import static dev.lockstep.engine.ports.Samples.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.definition.Workspace;
import dev.lockstep.engine.ports.ApiKeyStore.ApiKey;
import dev.lockstep.engine.ports.memory.SequentialIds;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of API keys must do. */
public abstract class ApiKeyStoreContract {
    private final Ids ids = new SequentialIds();

    protected abstract ApiKeyStore keys();

    private ApiKey added(Workspace workspace, Set<String> roles, Optional<java.time.Instant> expiresAt) {
        String ulid = ids.ulid();
        ApiKey key = new ApiKey("key-" + ulid, workspace, "ci, grüße", roles, "0".repeat(38) + ulid, NOW, expiresAt);
        keys().add(key);
        return key;
    }

    private ApiKey added() {
        return added(WORKSPACE, Set.of("admin"), Optional.empty());
    }

    private Page<ApiKey> page(Workspace workspace, int limit, Optional<String> after) {
        return keys().list(workspace, new PageRequest(limit, after));
    }

    @Test
    void a_key_is_found_by_its_digest_and_listed_as_it_was_added() {
        ApiKey plain = added(WORKSPACE, Set.of(), Optional.empty());
        ApiKey full = added(WORKSPACE, Set.of("read", "start"), Optional.of(LATER));

        assertThat(keys().find(plain.sha256())).contains(plain);
        assertThat(keys().find(full.sha256())).contains(full);
        assertThat(page(WORKSPACE, 10, Optional.empty()).items()).containsExactly(full, plain);
    }

    @Test
    void a_key_that_is_not_there_is_not_found() {
        added();

        assertThat(keys().find("f".repeat(64))).isEmpty();
    }

    @Test
    void pages_give_each_key_once_the_newest_first_and_none_of_another_workspace() {
        List<ApiKey> added = List.of(added(), added(), added());
        added(OTHER_WORKSPACE, Set.of(), Optional.empty());

        Page<ApiKey> first = page(WORKSPACE, 2, Optional.empty());
        Page<ApiKey> second = page(WORKSPACE, 2, first.next());

        assertThat(first.items()).containsExactly(added.get(2), added.get(1));
        assertThat(second.items()).containsExactly(added.get(0));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void a_revoked_key_is_neither_found_nor_listed() {
        ApiKey key = added();

        assertThat(keys().revoke(WORKSPACE, key.id())).isTrue();

        assertThat(keys().find(key.sha256())).isEmpty();
        assertThat(page(WORKSPACE, 10, Optional.empty()).items()).isEmpty();
    }

    @Test
    void a_key_is_revoked_once_and_by_its_own_workspace_alone() {
        ApiKey key = added();

        assertThat(keys().revoke(OTHER_WORKSPACE, key.id())).isFalse();
        assertThat(keys().find(key.sha256())).isPresent();
        assertThat(Race.of(Race.RUNNERS, i -> keys().revoke(WORKSPACE, key.id())))
                .containsOnlyOnce(true);
    }

    @Test
    void an_id_of_no_proper_name_names_nothing() {
        ApiKey key = added();

        for (String forged : List.of("", "#", "K#" + key.id(), "x".repeat(5_000), "日本")) {
            assertThat(keys().revoke(WORKSPACE, forged)).isFalse();
            assertThat(page(WORKSPACE, 10, Optional.of(forged)).next()).isEmpty();
        }
    }
}
