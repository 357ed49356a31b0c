from flask import Blueprint, jsonify, redirect, request
from flask_jwt_extended import get_jwt_identity, jwt_optional, jwt_required
from piste.app import main

blueprint = Blueprint('piste', __name__, url_prefix='/piste')


@blueprint.route('/hello', methods=['GET'])
def hello():
    return jsonify({'hello': 'world'})


@blueprint.route('/protected', methods=['GET', 'POST'])
@jwt_required
def protected():
    return jsonify({'identity': get_jwt_identity()})


@blueprint.route('/optional', methods=['GET'])
@jwt_optional
def optional():
    return jsonify({'identity': get_jwt_identity()})


@blueprint.route('/form', methods=['POST', 'PUT'])
def form():
    return jsonify({key: request.form.getlist(key) for key in request.form})


@blueprint.route('/json', methods=['POST', 'PUT', 'PATCH'])
def json():
    return jsonify({'body': request.get_json()})


@blueprint.route('/args', methods=['GET'])
def args():
    return jsonify({key: request.args.getlist(key) for key in request.args})


@blueprint.route('/item/<id>', methods=['GET'])
def item(id):
    return jsonify({'id': id})


@blueprint.route('/fail', methods=['GET'])
def fail():
    raise ValueError('a secret of the service')


@blueprint.route('/fail-protected', methods=['GET'])
@jwt_required
def fail_protected():
    raise ValueError('a secret of the service')


@blueprint.route('/hash', methods=['POST'])
def hash():
    hashed = main.app.generate_password_hash('correct horse')
    wrong = main.app.check_password_hash(hashed, 'battery staple')
    return jsonify({'right': main.app.check_password_hash(hashed, 'correct horse'), 'wrong': wrong})


@blueprint.route('/nothing', methods=['DELETE'])
def nothing():
    return '', 204


@blueprint.route('/moved', methods=['GET'])
def moved():
    return redirect('/piste/hello')


@blueprint.route('/teapot', methods=['GET'])
def teapot():
    return jsonify({'error': 'short and stout'}), 418
