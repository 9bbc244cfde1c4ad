namespace RtcHub.Sessions;

/// <summary>
/// Where frames of one session are written: many in one array, and so few objects for the garbage collector, which would
/// otherwise move each frame of a busy session from generation to generation. Not thread-safe.
/// </summary>
internal struct FrameSpace
{
    private const int LeastBytes = 512;
    private const int MostBytes = 16_384;

    private Memory<byte> _free;
    private int _bytes; // of the last array

    /// <summary>Room for one frame, which nobody else is given.</summary>
    public Memory<byte> Take(int length)
    {
        if (length > MostBytes / 4)
            return new byte[length]; // large ones would waste what is left

        if (length > _free.Length)
        {
            _bytes = Math.Clamp(2 * _bytes, LeastBytes, MostBytes);
            _free = GC.AllocateUninitializedArray<byte>(Math.Max(_bytes, length));
        }

        var taken = _free[..length];
        _free = _free[length..];
        return taken;
    }
}
