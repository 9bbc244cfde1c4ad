using RtcHub.Specification;

namespace RtcHub.Tests;

public class InMemoryOversightTests : OversightSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => _ = (node, service);
}
