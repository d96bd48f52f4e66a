import pytest
from importing import Desk


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)
