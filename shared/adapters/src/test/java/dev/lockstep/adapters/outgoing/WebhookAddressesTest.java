package dev.lockstep.adapters.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ports.WebhookSender.Answer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks never go, in every spelling: refused at the start, and again at the delivery. */
class WebhookAddressesTest {
    /** Names that lead to what is not public, as anybody may set up with a name of their own. */
    private static final Map<String, String> NAMES = Map.of(
            "loopback.example.com", "127.0.0.1",
            "metadata.example.com", "169.254.169.254",
            "private.example.com", "10.1.2.3",
            "shared.example.com", "100.64.0.1",
            "mapped.example.com", "::ffff:127.0.0.1",
            "six.example.com", "fd00:ec2::254",
            "public.example.com", "93.184.215.14");

    private static GuardedWebhooks webhooks(AddressGuard.Names names) {
        AddressGuard guard = new AddressGuard(AllowedHosts.NONE, names);
        return new GuardedWebhooks(guard, new GuardedHttp(guard, InstantSource.system()));
    }

    private static InetAddress[] addresses(String name) throws UnknownHostException {
        String address = NAMES.get(name);
        if (address == null) {
            throw new UnknownHostException(name);
        }
        return new InetAddress[] {InetAddress.getByName(address)};
    }

    static List<String> forms() {
        return List.of(
                "http://public.example.com/",
                "ftp://public.example.com/",
                "file:///etc/passwd",
                "https://user:secret@public.example.com/",
                "https://public.example.com@127.0.0.1/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0.0.0.0/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://224.0.0.1/",
                "https://240.0.0.1/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[fe80::1]/",
                "https://[fe80::1%25eth0]/",
                "https://[fc00::1]/",
                "https://[fd00:ec2::254]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://localhost/",
                "https://LOCALHOST/",
                "https://intranet/",
                "https://db.internal/",
                "https://printer.local/",
                "https://a.localdomain/",
                "https://x.localhost/",
                "https://localhost./",
                "https://metadata.google.internal/computeMetadata/v1/",
                "https://loopback.example.com/",
                "https://metadata.example.com/",
                "https://private.example.com/",
                "https://shared.example.com/",
                "https://mapped.example.com/",
                "https://six.example.com/",
                "https://127.0.0.1\\@public.example.com/",
                "https://127。0。0。1/",
                "https://public.example.com:0/",
                "https:///",
                "not a url");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void it_is_refused_at_the_start_and_again_at_the_delivery(String url) {
        GuardedWebhooks webhooks = webhooks(WebhookAddressesTest::addresses);

        assertThat(webhooks.refusal(url)).isPresent();
        assertThat(webhooks.post(url, Map.of(), "{}")).isInstanceOf(Answer.None.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://public.example.com/a?b=c",
                "https://public.example.com:8443/",
                "https://not-yet.example.com/"
            })
    void a_public_name_is_taken_and_so_is_one_that_has_no_address_just_now(String url) {
        assertThat(webhooks(WebhookAddressesTest::addresses).refusal(url)).isEmpty();
    }

    @Test
    void a_name_that_leads_elsewhere_by_the_time_of_the_delivery_is_refused_then() {
        AtomicInteger asked = new AtomicInteger();
        GuardedWebhooks webhooks = webhooks(name ->
                new InetAddress[] {InetAddress.getByName(asked.incrementAndGet() == 1 ? "93.184.215.14" : "127.0.0.1")
                });

        assertThat(webhooks.refusal("https://rebinding.example.com/")).isEmpty();

        assertThat(webhooks.post("https://rebinding.example.com/", Map.of(), "{}"))
                .isInstanceOfSatisfying(
                        Answer.None.class, none -> assertThat(none.why()).contains("not public"));
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_name_that_leads_to_public_and_private_addresses_at_once_is_refused() {
        GuardedWebhooks webhooks = webhooks(
                name -> new InetAddress[] {InetAddress.getByName("93.184.215.14"), InetAddress.getByName("10.0.0.1")});

        assertThat(webhooks.refusal("https://both.example.com/")).isPresent();
        assertThat(webhooks.post("https://both.example.com/", Map.of(), "{}")).isInstanceOf(Answer.None.class);
    }

    @Test
    void a_name_server_that_does_not_answer_keeps_nobody_waiting_for_long() {
        GuardedWebhooks webhooks = webhooks(name -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        });

        long before = System.nanoTime();
        assertThat(webhooks.refusal("https://slow.example.com/")).isEmpty();
        assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
    }
}
