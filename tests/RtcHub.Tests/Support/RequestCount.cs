namespace RtcHub.Tests.Support;

/// <summary>How many requests of a client are under way: a test's time stands still meanwhile.</summary>
internal sealed class RequestCount
{
    private int _underWay;

    public bool IsNone => Volatile.Read(ref _underWay) == 0;

    public DelegatingHandler CreateHandler() => new Handler(this);

    private sealed class Handler(RequestCount count) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref count._underWay);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref count._underWay);
            }
        }
    }
}
