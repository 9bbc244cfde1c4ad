using RtcHub.Webhooks;

namespace RtcHub.Tests.Webhooks;

/// <summary>Signatures as Standard Webhooks 1.0.0 has them.</summary>
public class WebhookSignatureTests
{
    private const string Other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public void The_test_vector_of_the_specification_s_libraries_comes_out()
    {
        var signature = new WebhookSignature([HookReceiver.Secret]);

        signature.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8)
            .Should().Be("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void With_several_secrets_there_is_a_signature_of_each()
    {
        var body = """{"test": 2432232314}"""u8;
        var (first, second) = (new WebhookSignature([HookReceiver.Secret]), new WebhookSignature([Other]));

        new WebhookSignature([HookReceiver.Secret, Other]).Sign("evt_1", 5, body)
            .Should().Be($"{first.Sign("evt_1", 5, body)} {second.Sign("evt_1", 5, body)}");
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool isGood)
    {
        WebhookSignature.TryParseSecret("whsec_" + Convert.ToBase64String(new byte[bytes]), out _).Should().Be(isGood);
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_not base64 at all, however long it is made")]
    [InlineData("")]
    public void Anything_else_is_no_secret(string secret)
    {
        WebhookSignature.TryParseSecret(secret, out _).Should().BeFalse();
    }
}
