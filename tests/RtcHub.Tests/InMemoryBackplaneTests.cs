using RtcHub.Specification;

namespace RtcHub.Tests;

public class InMemoryBackplaneTests : BackplaneSpecification
{
    protected override void Connect(RtcHubBuilder node, string service)
    {
        // the default
    }
}
